import type { PropsOf } from '../schema/index.ts';
import type { View } from '../view.ts';
import { elementsOf, type Element } from './network.ts';

/** Stages of APIs, by the API's uid. */
export type Stages = ReadonlyMap<string, readonly Element<'api-stage'>[]>;

export function stagesOf(view: View): Stages {
  const stages = new Map<string, Element<'api-stage'>[]>();
  for (const stage of elementsOf(view, 'api-stage'))
    stages.set(stage.config.api, [...(stages.get(stage.config.api) ?? []), stage]);
  return stages;
}

export const stageName = ({ uid }: Element<'api-stage'>) => uid.split('/').at(-1) ?? uid;

/** What stands before an API on every stage: a firewall, and the least strict limit of rate. */
export function protection(
  stages: readonly Element<'api-stage'>[],
): Pick<PropsOf<'Endpoint'>, 'waf' | 'rateLimit'> {
  if (stages.length === 0) return {};
  const limits = stages.map(({ config }) => config.rateLimit ?? Infinity);
  const rateLimit = Math.max(...limits);
  return {
    waf: stages.every(({ config }) => config.firewall),
    ...(Number.isFinite(rateLimit) && { rateLimit }),
  };
}
