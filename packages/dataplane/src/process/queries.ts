import { readQuery, type QueriesOf, type QUERIES, type QueryTable } from '@understudy/contract';
import type { Traces } from '../net/traces.ts';

/** One function a query of the contract's table. */
export type Answers<T extends QueryTable<T>> = {
  [Name in keyof T]: (
    input: QueriesOf<T>[Name]['input'],
  ) => QueriesOf<T>[Name]['output'] | Promise<QueriesOf<T>[Name]['output']>;
};

/** Finds the function by the query's name, and gives it what its schema has read. */
export function answerFrom<T extends QueryTable<T>>(
  table: T,
  answers: Answers<T>,
): (name: string, input: unknown) => Promise<unknown> {
  const isKnown = (name: string): name is keyof T & string => Object.hasOwn(table, name);
  return async (name, input) => {
    if (!isKnown(name)) throw new Error(`there is no query '${name}'`);
    return await answers[name](readQuery([table, name, 'request'], input));
  };
}

/** Of every process that requests come through. */
export function answersOfTraces(
  traces: Traces,
): Pick<Answers<typeof QUERIES.global>, 'expectTrace' | 'endTrace'> {
  return {
    expectTrace({ id }) {
      traces.expect(id);
      return {};
    },
    endTrace: ({ id }) => ({ because: traces.end(id) }),
  };
}
