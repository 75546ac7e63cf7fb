import { described } from './plain.ts';
import { eachDomain, searchDomain, searchDomainNames } from './search-domain.ts';
import { awsService } from './service.ts';

export default awsService(
  'es',
  'Search domains, as the older Elasticsearch interface describes them',
  {
    'list-domain-names': { ...searchDomainNames, sign: [], spare: true },
    'describe-elasticsearch-domain': described({
      ...searchDomain,
      sign: ['DomainStatus'],
      spare: true,
      each: eachDomain('--domain-name'),
      at: 'DomainStatus',
    }),
  },
  { owner: 'es-legacy' },
);
