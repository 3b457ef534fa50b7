import {
  EXPLAINED,
  EXPLANATION_VERSION,
  explanationSchema,
  REASON_KINDS,
} from '@understudy/contract';
import { z } from 'zod';
import { cell, head, open, type Page } from './page.ts';

/** What `explain` prints, from its tables and its schema. */
export const explainPage: Page = { file: 'docs/reference/explain.md', render: renderExplain };

function renderExplain(): string {
  const subjects = Object.entries(EXPLAINED).map(
    ([about, { says, question, answer }]) =>
      `| \`${about}\` | ${cell(says)} | ${namesOf(question)} | ${namesOf(answer)} |`,
  );
  const kinds = Object.entries(REASON_KINDS).map(
    ([kind, says]) => `| \`${kind}\` | ${cell(says)} |`,
  );
  const schema = z.toJSONSchema(explanationSchema, { io: 'input' });
  return `${head('packages/contract/src/explain/explanation.ts', 'Explanations')}
\`understudy explain SUBJECT … --json\` prints one JSON object on one line: what was asked (\`about\`, \`question\`), what came of it (\`answer\`, and
\`conclusion\` in a sentence), and \`because\`: a tree of reasons. [The guide](../guide/explain.md) reads some.

A reason says what was decided in \`says\`, and the same for programs in \`kind\` and \`facts\`; \`mark\` is \`chosen\` or \`passed-over\` for what was chosen among,
\`well\` or \`ill\` for a condition that holds or does not, and absent from a mere statement. What it rests on is in its own \`because\`. Sentences may be
worded otherwise at any time: match on \`kind\` and \`facts\`.

It ends with 0 when it could explain, whatever the answer is, and with 1 when there is nothing of that name (\`SubjectUnknown\`), no engine
(\`EngineNotRunning\`) or no answer ([exit codes](exit-codes.md)). Only an engine can be asked: AWS tells nobody why it decided as it did.

| about | explains | question | answer |
|---|---|---|---|
${subjects.join('\n')}

| kind of reason | says |
|---|---|
${kinds.join('\n')}

## Version ${EXPLANATION_VERSION}

\`version\` is ${EXPLANATION_VERSION}. Members, kinds and facts may be added to it; one that goes, or means something else, makes another version.

\`\`\`json
${JSON.stringify(open(schema), undefined, 2)}
\`\`\`
`;
}

function namesOf(members: object): string {
  return Object.keys(members)
    .map((name) => `\`${name}\``)
    .join(', ');
}
