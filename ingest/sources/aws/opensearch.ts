import { listed } from './plain.ts';
import { eachDomain, searchDomain, searchDomainNames } from './search-domain.ts';
import { awsService } from './service.ts';

export default awsService(
  'opensearch',
  'OpenSearch domains',
  {
    'list-domain-names': searchDomainNames,
    'describe-domains': listed({
      ...searchDomain,
      sign: ['DomainStatusList'],
      each: eachDomain('--domain-names'),
      items: 'DomainStatusList',
    }),
  },
  { prefix: 'es' },
);
