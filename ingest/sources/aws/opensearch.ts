import { searchDomainNames, searchDomains } from './search-domain.ts';
import { awsService } from './service.ts';

export default awsService(
  'opensearch',
  'OpenSearch domains',
  {
    'list-domain-names': searchDomainNames,
    'describe-domains': searchDomains('DomainStatusList', '--domain-names'),
  },
  { prefix: 'es' },
);
