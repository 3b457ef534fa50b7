import { EVENTS } from '@understudy/contract';
import { z } from 'zod';
import { cell, head, type Page } from './page.ts';

/** Every kind of event, from the table. */
export const eventsPage: Page = { file: 'docs/reference/events.md', render: renderEvents };

function renderEvents(): string {
  const kinds = Object.entries(EVENTS).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rows = kinds.map(
    ([type, { says, details }]) => `| \`${type}\` | ${cell(says)} | ${detailsText(details)} |`,
  );
  return `${head('packages/contract/src/events.ts', 'Events')}
What happens in an engine, as it happens: \`GET /_understudy/events\` on its endpoint, with its token, is a stream of server-sent events, each one JSON
object \`{ "sequence", "awsMs", "wallMs", "source", "body" }\`. \`sequence\` counts them in one engine, \`source\` is the process that it happened in
(\`control\`, \`global\`, or a region's name), and \`body\` has the \`type\` and what stands beside it here. \`last-event-id\` asks for what came after that
number, as far back as the last 2,000.

What a process tells that is not in this table is told in its place as \`log\`, under its number.

| type | told when | says |
|---|---|---|
${rows.join('\n')}
`;
}

function detailsText(details: z.ZodObject): string {
  return Object.entries(details.shape)
    .map(([name, schema]) => `\`${name}\`: ${kindOf(schema)}`)
    .join('; ');
}

function kindOf(schema: unknown): string {
  if (schema instanceof z.ZodEnum) return schema.options.map((one) => `\`${one}\``).join(', ');
  if (schema instanceof z.ZodNumber) return 'number';
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodString) return 'text';
  throw new Error('no word for this kind of detail');
}
