import { expect, test } from 'vitest';
import { imageUid } from '../../ingest/image-uid.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** References as the Docker and ECR documentation write them. */
const references: [string, { uid: string; repo: string; pinned: boolean }][] = [
  ['nginx', { uid: 'docker.io/library/nginx', repo: 'docker.io/library/nginx', pinned: false }],
  [
    'docker.io/bitnami/nginx',
    { uid: 'docker.io/bitnami/nginx', repo: 'docker.io/bitnami/nginx', pinned: false },
  ],
  ['test/test:latest', { uid: 'docker.io/test/test', repo: 'docker.io/test/test', pinned: false }],
  [
    'localhost:5000/a/b:1.2',
    { uid: 'localhost:5000/a/b', repo: 'localhost:5000/a/b', pinned: false },
  ],
  [
    '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/bot:prod',
    {
      uid: 'arn:aws:ecr:eu-west-1:111122223333:repository/team/bot',
      repo: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/bot',
      pinned: false,
    },
  ],
  [
    '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/bot',
    {
      uid: 'arn:aws-cn:ecr:cn-north-1:111122223333:repository/bot',
      repo: '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/bot',
      pinned: false,
    },
  ],
  [`public.ecr.aws/x/y:1@${digest}`, { uid: digest, repo: 'public.ecr.aws/x/y', pinned: true }],
];

test.each(references)('%s', (image, expected) => {
  expect(imageUid(image)).toEqual(expected);
});

test.each(['', ' ', 'a b', 'nginx@sha256:short', '/etc/passwd', `${'a/'.repeat(3)}`])(
  '"%s" is no reference',
  (image) => {
    expect(imageUid(image)).toBeNull();
  },
);

test('a hostile reference is refused in linear time', () => {
  expect(imageUid(`${'a:1/'.repeat(20_000)}!`)).toBeNull();
  expect(imageUid(`${'a.'.repeat(50_000)}!`)).toBeNull();
});
