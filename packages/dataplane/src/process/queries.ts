/** One function a query, by the contract's table of inputs and outputs. */
export type Answers<Queries extends Record<keyof Queries, { input: unknown; output: unknown }>> = {
  [Name in keyof Queries]: (
    input: Queries[Name]['input'],
  ) => Queries[Name]['output'] | Promise<Queries[Name]['output']>;
};

/** Finds the function by the query's name. Inputs come from our own control plane, typed there. */
export function answerFrom<
  Queries extends Record<keyof Queries, { input: unknown; output: unknown }>,
>(answers: Answers<Queries>): (name: string, input: unknown) => Promise<unknown> {
  return async (name, input) => {
    if (!Object.hasOwn(answers, name)) throw new Error(`there is no query '${name}'`);
    return await answers[name as keyof Queries](input as never);
  };
}
