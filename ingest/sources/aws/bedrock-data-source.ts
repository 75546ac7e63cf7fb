import { z } from 'zod';
import type { Ref } from '../../../graph/claim.ts';
import type { ClaimBuilder } from '../../claim-builder.ts';
import type { Answer } from './answer.ts';
import { resourceRef } from './resource-ref.ts';

const host = z
  .looseObject({
    sourceConfiguration: z
      .looseObject({ hostUrl: z.string().nullish(), siteUrls: z.array(z.string()).nullish() })
      .nullish(),
  })
  .nullish();

/** Data source of a knowledge base, as GetDataSource gives it. */
export const dataSource = z.looseObject({
  knowledgeBaseId: z.string(),
  dataSourceId: z.string(),
  name: z.string(),
  dataSourceConfiguration: z.looseObject({
    type: z.string(),
    s3Configuration: z.looseObject({ bucketArn: z.string() }).nullish(),
    webConfiguration: z
      .looseObject({
        sourceConfiguration: z.looseObject({
          urlConfiguration: z.looseObject({
            seedUrls: z.array(z.looseObject({ url: z.string() })).nullish(),
          }),
        }),
      })
      .nullish(),
    confluenceConfiguration: host,
    salesforceConfiguration: host,
    sharePointConfiguration: host,
  }),
});
type DataSource = z.infer<typeof dataSource>;

/** Channels of content that others write, and who they are: anyone, customers, or colleagues. */
const trust = {
  web: 'public',
  salesforce: 'customer',
  confluence: 'partner',
  sharepoint: 'partner',
} as const;

function contents({ dataSourceConfiguration: of }: DataSource): [keyof typeof trust, string][] {
  const web = of.webConfiguration?.sourceConfiguration.urlConfiguration.seedUrls ?? [];
  const sites = of.sharePointConfiguration?.sourceConfiguration?.siteUrls ?? [];
  const confluence = of.confluenceConfiguration?.sourceConfiguration?.hostUrl;
  const salesforce = of.salesforceConfiguration?.sourceConfiguration?.hostUrl;
  return [
    ...web.map(({ url }): [keyof typeof trust, string] => ['web', url]),
    ...sites.map((url): [keyof typeof trust, string] => ['sharepoint', url]),
    ...(confluence ? ([['confluence', confluence]] as [keyof typeof trust, string][]) : []),
    ...(salesforce ? ([['salesforce', salesforce]] as [keyof typeof trust, string][]) : []),
  ];
}

const canonicalUrl = (url: string) =>
  (URL.canParse(url) ? new URL(url).href : url).replace(/\/$/, '');

/** Where a knowledge base copies its documents from. */
export function addDataSource(
  answer: Answer,
  claim: ClaimBuilder,
  base: Ref<'KnowledgeBase'>,
  source: DataSource,
): void {
  const { type, s3Configuration } = source.dataSourceConfiguration;
  const bucket = resourceRef(s3Configuration?.bucketArn);
  if (bucket?.kind === 'DataStore')
    claim.edge('INGESTED_BY', claim.ref('DataStore', bucket.uid), base);
  const external = contents(source);
  for (const [channel, url] of external) {
    const content = claim.node('ExternalContent', `content:${channel}:${canonicalUrl(url)}`, {
      name: url,
      channel,
      trust: trust[channel],
    });
    claim.edge('INGESTED_BY', content, base);
  }
  if (!bucket && external.length === 0 && type !== 'CUSTOM')
    answer.unresolved(`data source ${source.name} of type ${type}`);
}
