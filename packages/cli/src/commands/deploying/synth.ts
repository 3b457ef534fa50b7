import path from 'node:path';
import process from 'node:process';
import { fileProblemText, UnderstudyError } from '@understudy/contract';
import { probeFolder } from '@understudy/engine';
import { synthesize } from '@understudy/site';
import { callerAccount } from '../../deploy/account.ts';
import { makeFolder } from '../../engine/make-folder.ts';
import { loadSite } from '../../engine/site-file.ts';
import type { GlobalFlags } from '../../flags.ts';
import { endedBySystem } from '../../interrupts.ts';
import { table } from '../../render/table.ts';
import { tellWarnings } from '../../render/warnings.ts';

export async function synth(flags: GlobalFlags & { out: string; account?: string }): Promise<void> {
  const site = await loadSite(flags);
  tellWarnings(site);
  const account = flags.account ?? (await callerAccount(site.primary));
  const outdir = path.resolve(flags.out);
  prepareOutput(outdir);
  const assembly = await endedBySystem(() => synthesize(site, { account, outdir }));
  const rows = assembly.stacks.map((stack) => [
    stack.stackName,
    stack.environment.region,
    String(Object.keys((stack.template as { Resources: object }).Resources).length),
    path.relative(process.cwd(), stack.templateFullPath),
  ]);
  process.stdout.write(`${table([['STACK', 'REGION', 'RESOURCES', 'TEMPLATE'], ...rows])}\n`);
}

/** The construct library's own words for a folder that it cannot have are of its insides. */
function prepareOutput(outdir: string): void {
  try {
    makeFolder(outdir, 0o777);
    probeFolder(outdir);
  } catch (cause) {
    throw new UnderstudyError('FileUnusable', {
      message: `the folder ${outdir} cannot be used: ${fileProblemText(cause)}`,
      hint: 'make room or correct the permissions there, or name another folder with --out DIR',
      cause,
    });
  }
}
