import { and, isUnknown } from '../access/aws/ternary.ts';
import type { Facts } from '../access/aws/facts.ts';
import type { Cause } from '../claim.ts';
import type { Node } from '../entity.ts';
import { anybodyMay, type Verdict } from './anybody.ts';
import type { EndpointConfig } from './endpoint.ts';

/**
 * From this month on a new function URL needs `lambda:InvokeFunction` beside
 * `lambda:InvokeFunctionUrl` (Lambda Developer Guide, "Control access to Lambda function URLs"). AWS
 * excepts accounts that had a function URL in the Region before, until 1 November 2026 (AWS Health
 * notice of October 2025).
 */
const bothNeeded = Date.UTC(2025, 9, 1);

const exception =
  'whether the account had function URLs in the Region before October 2025 (lambda:InvokeFunction)';

/** True where the URL is older than the rule; null where its age is not known. */
function isOlder(created: unknown): boolean | null {
  const at = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return Number.isNaN(at) ? null : at < bothNeeded;
}

/** Whether the function's policy lets anybody call it through its URL. Null where no policy is known. */
export function functionUrl(
  facts: Facts,
  endpoint: Node,
  config: Extract<EndpointConfig, { type: 'lambda-url' }>,
): Verdict | null {
  const holder = facts.view.node(config.function);
  if (!holder || holder.props['policy'] === undefined) return null;
  const resource =
    config.qualifier === undefined ? config.function : `${config.function}:${config.qualifier}`;
  const given = { 'lambda:FunctionUrlAuthType': 'NONE', 'lambda:InvokedViaFunctionUrl': true };
  const may = (action: string) => anybodyMay(facts, holder, { action, resource, given });
  const url = may('lambda:InvokeFunctionUrl');
  // An alias has a policy of its own, which the function's does not show.
  if (url.value === false) return config.qualifier === undefined ? url : null;
  const set: Cause = {
    id: `${config.function}#url`,
    type: 'function-url',
    holder: config.function,
    say: 'a function URL that asks for no authentication',
  };
  const open = url.because.map((causes) => [set, ...causes]);
  if (isOlder(endpoint.props['createdAt']) === true) return { value: url.value, because: open };
  const both = may('lambda:InvokeFunction');
  if (both.value === true)
    return {
      value: url.value,
      because: open.flatMap((causes) => both.because.map((more) => [...causes, ...more])),
    };
  const depends = isUnknown(both.value) ? [...both.value, exception] : [exception];
  return { value: and(url.value, depends), because: open };
}
