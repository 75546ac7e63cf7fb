import { z } from 'zod';
import { accountUid } from './arn.ts';
import { bucketRef } from './attachments.ts';
import { one } from './call.ts';

const bucket = z.looseObject({ bucketName: z.string().nullish() }).nullish();

/**
 * Where Bedrock writes what models were asked and answered, one setting for an account and region
 * (Bedrock User Guide, "Monitor model invocation"). An answer without it says that it is off.
 */
export const invocationLogging = one({
  sign: ['loggingConfig'],
  answer: z.looseObject({
    loggingConfig: z
      .looseObject({
        cloudWatchConfig: z
          .looseObject({ logGroupName: z.string(), largeDataDeliveryS3Config: bucket })
          .nullish(),
        s3Config: bucket,
        textDataDeliveryEnabled: z.boolean().nullish(),
        imageDataDeliveryEnabled: z.boolean().nullish(),
        embeddingDataDeliveryEnabled: z.boolean().nullish(),
        videoDataDeliveryEnabled: z.boolean().nullish(),
        audioDataDeliveryEnabled: z.boolean().nullish(),
      })
      .nullish(),
  }),
  map({ loggingConfig }, answer) {
    const uid = `log:${answer.account}/${answer.region}/bedrock-invocation`;
    const claim = answer.claim(uid);
    const { cloudWatchConfig, s3Config, ...delivers } = loggingConfig ?? {};
    const content = Object.values(delivers).some((value) => value === true);
    const sink = answer.own(claim, 'LogSink', uid, {
      name: 'Bedrock model invocation log',
      type: 'bedrock-invocation',
      enabled: Boolean(cloudWatchConfig ?? s3Config),
      capturesContent: content,
      config: loggingConfig ?? undefined,
    });
    claim.edge('LOGS_TO', claim.ref('Account', accountUid(answer.account)), sink);
    for (const place of [s3Config, cloudWatchConfig?.largeDataDeliveryS3Config])
      if (place?.bucketName)
        claim.edge('STORES_IN', sink, bucketRef(answer, claim, place.bucketName));
    if (cloudWatchConfig) {
      const group = answer.arn('logs', `log-group:${cloudWatchConfig.logGroupName}`);
      claim.edge('STORES_IN', sink, claim.ref('DataStore', group));
    }
  },
});
