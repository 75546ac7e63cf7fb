export { endpointUid, endpointUidOfUrl } from '../graph/endpoint-uid.ts';
