import type { Support } from '../../packages/engine/src/kernel/support.ts';
import { RESOURCE_HANDLERS } from '../../packages/engine/src/resources/registry.ts';
import { cell, head, type Page } from './page.ts';

/** Every CloudFormation type with each of its properties, from the handlers' tables. */
export const resourcesPage: Page = {
  file: 'docs/reference/cloudformation.md',
  render() {
    const handlers = RESOURCE_HANDLERS.toSorted((a, b) => (a.type < b.type ? -1 : 1));
    const contents = handlers.map(({ type }) => `[${type}](#${anchor(type)})`).join(' · ');
    const sections = handlers.map(({ type, properties }) => {
      const rows = Object.entries(properties).flatMap(([name, support]) => rowsOf(name, support));
      return `## ${type}\n\n| property | here |\n|---|---|\n${rows.join('\n')}\n`;
    });
    return `${head("the handlers' tables in packages/engine/src/resources", 'CloudFormation resource types')}
${handlers.length} types. A property *works* when a visitor sees what AWS would show; *no effect* means that it is accepted, and listed by
\`understudy status\`; *refused* is told with the reason before anything is made. Members of a property are as the property, unless they have a row of their own.
A type or a property that is not here is refused by name.

${contents}

${sections.join('\n')}`;
  },
};

function rowsOf(name: string, support: Support): string[] {
  if (typeof support === 'string') return [row(name, 'works')];
  const values = 'except' in support ? Object.entries(support.except) : [];
  const whole = limitOf(support) ?? (values.length > 0 ? 'works, but for:' : 'works');
  return [
    row(name, whole),
    ...values.map(([value, limit]) => row(`${name}: ${value}`, limitOf(limit) ?? 'works')),
  ];
}

function limitOf(support: object): string | undefined {
  if ('refused' in support) return `**refused**: ${String(support.refused)}`;
  if ('inert' in support) return `**no effect**: ${String(support.inert)}`;
  return undefined;
}

function row(name: string, text: string): string {
  return `| \`${name}\` | ${cell(text)} |`;
}

/** As GitHub makes them of headings. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(':', '');
}
