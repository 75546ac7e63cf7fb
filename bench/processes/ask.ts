import { openStore } from '../../graph/store/open.ts';
import { answer } from '../apart.ts';
import { ask, type Answers, type Question } from '../questions.ts';

export interface AskTask {
  folder: string;
  questions: Question[];
}

// The engine cannot stop a query, so one that ran out of time goes on until this process ends.
answer<AskTask, Answers[]>(async ({ folder, questions }) => {
  const store = await openStore({ folder });
  const answers: Answers[] = [];
  for (const question of questions) answers.push(await ask(store, question));
  return answers;
});
