import cloudtrail from '../aws/cloudtrail.ts';
import { answer, type Conversions } from './conversion.ts';
import { renamed } from './renamed.ts';
import { blocks, flag, text, texts, type Values } from './values.ts';

const operators = {
  equals: 'Equals',
  not_equals: 'NotEquals',
  starts_with: 'StartsWith',
  not_starts_with: 'NotStartsWith',
  ends_with: 'EndsWith',
  not_ends_with: 'NotEndsWith',
};

/** Selectors by fields, as AWS answers them. */
const advanced = (values: Values) =>
  blocks(values, 'advanced_event_selector').map((selector) => ({
    Name: text(selector, 'name'),
    FieldSelectors: blocks(selector, 'field_selector').map((field) => ({
      Field: text(field, 'field'),
      ...Object.fromEntries(
        Object.entries(operators).flatMap(([key, operator]) => {
          const compared = texts(field, key);
          return compared.length > 0 ? [[operator, compared]] : [];
        }),
      ),
    })),
  }));

export const trailConversions: Conversions = {
  aws_cloudtrail(values, state) {
    const Name = text(values, 'name') ?? '';
    const TrailARN = state.arn(values, 'cloudtrail', `trail/${Name}`);
    if (TrailARN === null) return null;
    const IsLogging = flag(values, 'enable_logging') ?? true;
    const EventSelectors = blocks(values, 'event_selector').map((selector) =>
      renamed(selector, { style: 'pascal', lists: ['data_resource'] }),
    );
    const trail = {
      Name,
      TrailARN: /:trail\//.test(TrailARN) ? TrailARN : TrailARN.replace(/[^:]*$/, `trail/${Name}`),
      S3BucketName: text(values, 's3_bucket_name'),
      KmsKeyId: text(values, 'kms_key_id'),
      HomeRegion: text(values, 'home_region'),
      IsMultiRegionTrail: flag(values, 'is_multi_region_trail') ?? false,
      IsOrganizationTrail: flag(values, 'is_organization_trail') ?? false,
      IncludeGlobalServiceEvents: flag(values, 'include_global_service_events') ?? true,
      LogFileValidationEnabled: flag(values, 'enable_log_file_validation') ?? false,
    };
    const selectors = {
      TrailARN: trail.TrailARN,
      EventSelectors,
      AdvancedEventSelectors: advanced(values),
    };
    return [
      answer(cloudtrail, 'describe-trails', { trailList: [trail] }),
      answer(cloudtrail, 'get-trail-status', { IsLogging }, trail.TrailARN),
      answer(cloudtrail, 'get-event-selectors', selectors, trail.TrailARN),
    ];
  },
};
