import networkExposure from '../../../graph/derive/network-exposure.ts';
import { derived, smallView, type EdgeNote, type NodeNote } from './small-view.ts';

/** Whether the internet reaches an endpoint, or on which open questions it depends. */
export function reach(nodes: readonly NodeNote[], uid: string, edges: readonly EdgeNote[] = []) {
  const found = derived(networkExposure, smallView(nodes, edges));
  const edge = found.edges.get(`REACHES internet > ${uid}`);
  const props = found.nodes.get(uid)?.props as Record<string, unknown> | undefined;
  return {
    reaches: !edge ? false : edge.props.conditional === true ? edge.props.conditionKeys : true,
    because: edge?.because?.map((causes) => causes.map(({ id }) => id)),
    exposure: props?.['exposure'],
    props,
    said: [...found.nodes.keys(), ...found.edges.keys()],
  };
}
