import path from 'node:path';
import process from 'node:process';
import { synthesize } from '@understudy/site';
import { callerAccount } from '../deploy/account.ts';
import { loadSite } from '../engine/site-file.ts';
import type { GlobalFlags } from '../flags.ts';
import { table } from '../render/table.ts';
import { tellWarnings } from '../render/warnings.ts';

export async function synth(flags: GlobalFlags & { out: string; account?: string }): Promise<void> {
  const site = await loadSite(flags);
  tellWarnings(site);
  const account = flags.account ?? (await callerAccount(site.primary));
  const assembly = await synthesize(site, { account, outdir: path.resolve(flags.out) });
  const rows = assembly.stacks.map((stack) => [
    stack.stackName,
    stack.environment.region,
    String(Object.keys((stack.template as { Resources: object }).Resources).length),
    path.relative(process.cwd(), stack.templateFullPath),
  ]);
  process.stdout.write(`${table([['STACK', 'REGION', 'RESOURCES', 'TEMPLATE'], ...rows])}\n`);
}
