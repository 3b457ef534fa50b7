import { FAULT_PARAMETERS, FAULTS } from '@understudy/contract';
import { cell, head, type Page } from './page.ts';

/** What can be broken on purpose, from the table. */
export const faultsPage: Page = { file: 'docs/reference/faults.md', render: renderFaults };

interface Kind {
  says: string;
  named: string | null;
  which: readonly string[];
  modes: Readonly<Record<string, { sees: string; takes: readonly string[]; lacks?: string }>>;
}

function renderFaults(): string {
  const rows = Object.entries<Kind>(FAULTS).flatMap(([subject, { named, which, modes }]) =>
    Object.entries(modes).map(([mode, { sees, takes, lacks }]) => {
      const names = [...(named === null ? [] : [named]), ...which].map((one) => `\`${one}\``);
      const given = takes.map((one) => `\`${one}\``).join(', ');
      return `| \`${subject}\` | ${names.join(', ')} | \`${mode}\` | ${given} | ${cell(lacks === undefined ? sees : `refused: ${lacks}`)} |`;
    }),
  );
  const subjects = Object.entries<Kind>(FAULTS).map(
    ([subject, { says }]) => `| \`${subject}\` | ${cell(says)} |`,
  );
  const parameters = Object.entries(FAULT_PARAMETERS).map(
    ([name, { says, otherwise }]) => `| \`${name}\` | ${cell(says)} | ${otherwise ?? ''} |`,
  );
  return `${head('packages/contract/src/faults.ts', 'Faults')}
What can be broken on purpose: by \`understudy fault\`, or by \`POST /_understudy/faults\` on the engine's endpoint, with its token and a body such as
\`{ "subject": "s3", "region": "us-east-1", "mode": "error", "rate": 0.5, "forSeconds": 60 }\`. Without \`forSeconds\`, which is AWS time, a fault lasts until
it is healed: by \`POST /_understudy/heal\` with \`{ "id" }\`, \`{ "region" }\` (all that is broken there), or \`{}\` (everything). Both answer as \`GET /_understudy/state\`
does, whose \`faults\` are those that last; the first one has the \`id\` of what began, too. The first mode of a subject is the one that the command line takes where none is named.

| subject | what is broken |
|---|---|
${subjects.join('\n')}

| subject | names | mode | takes | what visitors see |
|---|---|---|---|---|
${rows.join('\n')}

| parameter | says | where it is not given |
|---|---|---|
${parameters.join('\n')}
`;
}
