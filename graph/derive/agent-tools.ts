import { named, ordered } from '../composition/because.ts';
import type { View } from '../view.ts';
import { derivation } from './derivation.ts';

/** Tools that a server offers, by whichever end says so. */
const toolsOf = (view: View, server: string): string[] => [
  ...new Set([
    ...view.out(server, 'SERVES').map(({ to }) => to),
    ...view.in(server, 'SERVED_BY').map(({ from }) => from),
  ]),
];

/** Whether an agent is given a tool: without patterns it is; `*` stands for any ending. */
function given(patterns: unknown, tool: string): boolean {
  if (!Array.isArray(patterns)) return true;
  const name = tool.slice(tool.lastIndexOf('#') + 1);
  return patterns.some((pattern) => {
    if (typeof pattern !== 'string') return false;
    const bare = pattern.replace(/\*$/, '');
    return pattern.endsWith('*')
      ? name.startsWith(bare)
      : name === bare || name.endsWith(`__${bare}`);
  });
}

/** An agent that uses a server may call the tools that the server offers. */
export default derivation({
  name: 'agent-tools',
  doc: 'Which tools of a server an agent may call.',
  after: [],
  reads: { nodes: ['Agent', 'Tool', 'McpServer'], edges: ['USES_SERVER', 'SERVES', 'SERVED_BY'] },
  index: (view) => view,
  *subjects(view) {
    for (const { uid } of view.nodesOf('Agent'))
      if (view.out(uid, 'USES_SERVER').length > 0) yield uid;
  },
  derive(agent, view, emit) {
    for (const edge of ordered(view, agent, 'USES_SERVER'))
      for (const tool of toolsOf(view, edge.to).sort()) {
        const node = view.node(tool);
        if (!node || !given(edge.props['tools'], tool)) continue;
        emit.edge(
          'CAN_CALL',
          { kind: 'Agent', uid: agent },
          { kind: 'Tool', uid: tool },
          { approval: node.props['approval'] === true },
          [
            [
              {
                id: `${agent}#server:${edge.to}`,
                type: 'tool-server',
                holder: agent,
                say: `it is given the tools of ${named(view, edge.to)}`,
              },
            ],
          ],
        );
      }
  },
});
