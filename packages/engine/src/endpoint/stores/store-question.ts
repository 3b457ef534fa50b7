import type { AnswerHead } from './answer-reader.ts';
import type { StorePool } from './store-pool.ts';

/**
 * One request of our own, without a body, whose answer's head is all that is wanted. Rejects where
 * none comes.
 */
export async function askStore(
  pool: StorePool,
  request: { method: string; head: string },
): Promise<AnswerHead> {
  const first = ask(pool, request, { fresh: false });
  return first.answer.catch((error: unknown) => {
    if (!first.isReused) throw error;
    return ask(pool, request, { fresh: true }).answer;
  });
}

function ask(
  pool: StorePool,
  request: { method: string; head: string },
  options: { fresh: boolean },
): { answer: Promise<AnswerHead>; isReused: boolean } {
  const connection = pool.take(options);
  const answer = new Promise<AnswerHead>((resolve, reject) => {
    let told: AnswerHead | undefined;
    connection.begin(request, {
      interim: () => undefined,
      head: (head) => (told = head),
      body: () => undefined,
      end: () => (told === undefined ? reject(new Error('no answer')) : resolve(told)),
      failed: reject,
      drained: () => undefined,
    });
    connection.finish();
  });
  return { answer, isReused: connection.isReused };
}
