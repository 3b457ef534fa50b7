import { CATALOGUE, type ErrorCode } from '@understudy/contract';
import { cell, head, type Page } from './page.ts';

const WHOSE = { user: 'you', engine: 'Understudy' } as const;

/** Every error, from the catalogue. */
export const errorsPage: Page = { file: 'docs/reference/errors.md', render: renderErrors };

function renderErrors(): string {
  const rows = (Object.keys(CATALOGUE) as ErrorCode[])
    .toSorted()
    .map(
      (code) => `| \`${code}\` | ${WHOSE[CATALOGUE[code].fault]} | ${cell(CATALOGUE[code].hint)} |`,
    );
  return `${head('packages/contract/src/error-catalogue.ts', 'Errors')}
Every error of Understudy's own has a stable code; scripts may match on it. Commands print the code, what went wrong with the offending
value, and what to do next; with \`--json\`, \`{ "error": { "code", "fault", "message", "hint" } }\`. A command ends with 1 where you can
mend it, with 70 where only Understudy can, and with 130 or 143 when Ctrl-C or SIGTERM ended it before it was done. The hint below is printed unless the situation allows a more exact one.

Errors of the AWS API are not here: they have AWS's own codes and wording.

| code | who can mend it | what to do next |
|---|---|---|
${rows.join('\n')}
`;
}
