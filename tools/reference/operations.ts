import { OPERATIONS as S3_OPERATIONS } from '../../packages/dataplane/src/store/operations.ts';
import type { Service } from '../../packages/engine/src/kernel/service.ts';
import { testDeps } from '../../packages/engine/src/kernel/kernel.fixture.ts';
import { testServices } from '../../packages/engine/src/resources/testing/services.ts';
import { operationsOf } from '../../packages/wire/src/schema/operations.ts';
import { head, type Page } from './page.ts';

/** Every operation of every service, beside how many the service has. */
export const operationsPage: Page = {
  file: 'docs/reference/operations.md',
  async render() {
    const services = Object.entries<Service>(testServices(testDeps()));
    const sections = await Promise.all(
      services.map(async ([name, service]) => {
        const all = operationsOf(await service.loadSchemas()).size;
        const own = name === 's3' ? S3_OPERATIONS : service.operations;
        const names = Object.keys(own).sort();
        const list = names.map((operation) => `\`${operation}\``).join(', ');
        return { name, text: `## ${name}\n\n${names.length} of ${all}: ${list}\n` };
      }),
    );
    const texts = sections.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text);
    return `${head("the services' tables of operations", 'Operations of the AWS API')}
What the engine answers. Any other operation is answered \`NotImplemented\`, by name, and so is a member of an input that would change AWS's answer
and not the engine's: \`UnsupportedOperation\`. What is taken without effect, and all else that differs from AWS, is under *Differences* in the
README of each service, below \`packages/engine/src/services\`; S3's is in \`packages/dataplane/src/store\`.

${texts.join('\n')}`;
  },
};
