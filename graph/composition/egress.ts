import type { Cause } from '../claim.ts';
import { nameOf, type View } from '../view.ts';

/** What lets a workload send data out. Null where nothing says so, which is not "closed". */
export function egressOf(view: View, uid: string): { channel: string; because: Cause[][] } | null {
  const node = view.node(uid);
  if (node?.kind !== 'Workload' || node.stub) return null;
  const { type, internetAccess } = node.props;
  const config = node.props['config'] as { vpc?: unknown; assignPublicIp?: unknown } | undefined;
  const cause = (element: string, say: string) => ({
    channel: 'network',
    because: [
      [{ id: `${uid}#${element}`, type: 'network', holder: uid, say: `${nameOf(node)} ${say}` }],
    ],
  });
  if (internetAccess === true) return cause('internet', 'has direct access to the internet');
  if (internetAccess === false) return null;
  if (type === 'lambda' && config?.vpc === undefined)
    return cause('vpc', 'runs outside a VPC, where nothing filters what it sends');
  if (config?.assignPublicIp === true) return cause('public-ip', 'is given a public address');
  return null;
}
