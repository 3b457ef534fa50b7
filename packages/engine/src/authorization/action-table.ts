import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What AWS's services may be asked for, and about what resources that is. */
const tableSchema = z.record(
  z.string(),
  z.object({
    /** ARNs of resource types, with `${…}` for what differs. */
    arns: z.record(z.string(), z.string()),
    /** Resource types by action, parted by spaces; `*` behind those that every request names. */
    actions: z.record(z.string(), z.string()),
  }),
);
type Table = z.infer<typeof tableSchema>;

const FILE = new URL('./actions.generated.json', import.meta.url);
let table: Table | undefined;

/** Read when the first principal that is no administrator calls. */
function actionTable(): Table {
  table ??= tableSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')));
  return table;
}

export interface ResourceType {
  name: string;
  isRequired: boolean;
  arn: string;
}

/** The resource types of an action; none where it is about none, or is not known. */
export function resourceTypesOf(service: string, action: string): ResourceType[] {
  const { [service]: known } = actionTable();
  const text = known?.actions[action];
  if (known === undefined || text === undefined) return [];
  return text.split(' ').flatMap((each) => {
    const name = each.replace(/\*$/, '');
    const arn = known.arns[name];
    return arn === undefined ? [] : [{ name, isRequired: each.endsWith('*'), arn }];
  });
}

/** Those of a service's actions that are about resources. */
export function actionsAboutResources(service: string): string[] {
  return Object.keys(actionTable()[service]?.actions ?? {});
}
