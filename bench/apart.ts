import { fork } from 'node:child_process';

/**
 * Runs a file of `processes/` in a process of its own, with so many megabytes of heap; resolves to
 * its answer.
 */
export function apart<Answer>(name: string, task: object, heap: number): Promise<Answer> {
  const file = new URL(`processes/${name}.ts`, import.meta.url);
  const execArgv = [`--max-old-space-size=${heap}`];
  const child = fork(file, { execArgv, serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`${name} ended with ${code} and without an answer`));
    });
    child.once('message', (answer) => {
      resolve(answer as Answer);
    });
    child.send(task);
  });
}

/** In such a process: answers its task, and ends, whatever still runs. */
export function answer<Task, Answer>(work: (task: Task) => Promise<Answer>): void {
  process.once('message', (task) => {
    void work(task as Task).then((result) =>
      process.send?.(result, () => {
        process.exit();
      }),
    );
  });
}
