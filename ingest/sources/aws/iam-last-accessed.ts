import { z } from 'zod';
import { one } from './call.ts';

const text = z.string().nullish();

const service = z.looseObject({
  ServiceNamespace: z.string(),
  LastAuthenticated: text,
  TrackedActionsLastAccessed: z
    .array(z.looseObject({ ActionName: z.string(), LastAccessedTime: text }))
    .nullish(),
});

const report = z.looseObject({
  JobStatus: z.string(),
  JobCompletionDate: text,
  ServicesLastAccessed: z.array(service),
  IsTruncated: z.boolean().nullish(),
});

const principal = /^arn:[^:]+:iam::\d{12}:(?:user|role)\//;

/** The call by which IAM tells what of its rights a user or role used, by service and action. */
export const lastAccessed = one({
  sign: ['JobStatus', 'ServicesLastAccessed'],
  global: true,
  permissions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
  each: {
    operation: 'get-account-authorization-details',
    query: '[UserDetailList,RoleDetailList][][].Arn',
    option: '--arn',
  },
  job: {
    operation: 'generate-service-last-accessed-details',
    options: '--granularity ACTION_LEVEL',
    query: 'JobId',
    option: '--job-id',
  },
  options: '--max-items 1000',
  answer: report,
  map(record, answer) {
    const { JobStatus, JobCompletionDate, ServicesLastAccessed, IsTruncated } = record;
    if (JobStatus !== 'COMPLETED' || !JobCompletionDate)
      return answer.unresolved('last-accessed report that was not finished');
    // A report does not say whom it is about: only its place does.
    const uid = answer.args[0] ?? '';
    if (!principal.test(uid)) return answer.unresolved('whose last-accessed report it is');
    const truncated = IsTruncated === true;
    if (truncated) answer.unresolved('further pages of a last-accessed report');
    const services = ServicesLastAccessed.map((of) => ({
      service: of.ServiceNamespace,
      last: of.LastAuthenticated ?? null,
      ...(of.TrackedActionsLastAccessed && {
        actions: of.TrackedActionsLastAccessed.map(({ ActionName, LastAccessedTime }) => ({
          name: ActionName,
          last: LastAccessedTime ?? null,
        })),
      }),
    }));
    // What stands on the pages that were not read may have been used.
    const trackedUse = { at: JobCompletionDate, services, ...(truncated && { truncated }) };
    answer.claim(uid).add('Identity', uid, { trackedUse });
  },
});
