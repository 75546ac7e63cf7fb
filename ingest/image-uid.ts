/** What an image reference means. */
export interface ImageUid {
  /** Manifest digest where the reference is pinned, else its repository. */
  uid: string;
  /** Registry and name, without tag and digest. */
  repo: string;
  /** False where a tag decides what runs, so that who pushes to the repository decides too. */
  pinned: boolean;
}

const ecrHost =
  /^(?<account>\d{12})\.dkr\.ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?<china>\.cn)?$/;

/** Registry, or docker.io, and name, as the Docker reference grammar completes short ones. */
function repository(name: string): string {
  const [first = '', ...rest] = name.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (isHost) return name;
  return `docker.io/${rest.length === 0 ? 'library/' : ''}${name}`;
}

/** ARN of an ECR repository by registry and name; null for another registry. */
function ecrArn(repo: string): string | null {
  const [host = '', ...name] = repo.split('/');
  const at = ecrHost.exec(host)?.groups;
  if (!at) return null;
  const partition = at['china'] === undefined ? 'aws' : 'aws-cn';
  return `arn:${partition}:ecr:${at['region']}:${at['account']}:repository/${name.join('/')}`;
}

/**
 * Unique id of the ContainerImage that a reference names: `sha256:…`, the ARN of an ECR repository,
 * or registry and repository. Null for what is no reference.
 */
export function imageUid(image: string): ImageUid | null {
  const [named = '', digest, ...more] = image.split('@');
  const tagAt = named.indexOf(':', named.lastIndexOf('/') + 1);
  const name = tagAt < 0 ? named : named.slice(0, tagAt);
  if (more.length > 0 || !/^[\w.-]+(:\d+)?(\/[\w.-]+)*$/.test(name)) return null;
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) return null;
  const repo = repository(name.toLowerCase());
  return { uid: digest ?? ecrArn(repo) ?? repo, repo, pinned: digest !== undefined };
}
