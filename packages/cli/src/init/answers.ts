import { UnderstudyError } from '@understudy/contract';
import type { ConfigAnswers } from './config-text.ts';
import { APP_FOLDERS, describeApp, findApp, type FoundApp } from './decide-app.ts';
import type { ExistingApp } from './procfile-command.ts';
import type { PlannedApp } from './plan-files.ts';
import type { Questions } from './questions.ts';
import { TEMPLATE_NAMES, type TemplateName } from './templates/names.ts';
import { TEMPLATES } from './templates/templates.ts';

export interface InitFlags {
  template?: TemplateName;
  domain?: string;
  primary?: string;
  standby?: string;
  app?: string;
}

export type AppAnswer =
  { kind: 'template'; name: TemplateName; folder: string } | { kind: 'found'; app: FoundApp };

const DOMAIN = 'example.com';
/** Far from each other, and where most services are first. */
const PRIMARY = 'us-east-1';
const STANDBY = 'us-west-2';
const TEMPLATE_FOLDER = './web';

/** Which app the site is of: one that is there, or a template. @throws UsageInvalid */
export async function decideApp(
  flags: InitFlags,
  questions: Questions,
  read: (folder: string) => ExistingApp,
): Promise<AppAnswer> {
  const folder = flags.app ?? TEMPLATE_FOLDER;
  if (flags.template !== undefined) return { kind: 'template', name: flags.template, folder };
  const folders = flags.app === undefined ? APP_FOLDERS : [flags.app];
  const found = findApp(folders, read);
  if (found !== undefined) return { kind: 'found', app: found };
  if (!questions.isAnswered)
    throw new UnderstudyError('UsageInvalid', {
      message: `there is no app that is known in ${folders.join(', ')}`,
      hint:
        `write its Procfile ('web: COMMAND') and name its folder with --app DIR, ` +
        `or begin with --template ${TEMPLATE_NAMES.join('|')}`,
    });
  if (flags.app !== undefined) return { kind: 'found', app: await asked(flags.app) };
  const name = await questions.ask(
    `No app is here. Begin with ${TEMPLATE_NAMES.join(', ')}`,
    TEMPLATE_NAMES[0],
  );
  const chosen = TEMPLATE_NAMES.find((known) => known === name.toLowerCase());
  if (chosen !== undefined) return { kind: 'template', name: chosen, folder };
  throw new UnderstudyError('UsageInvalid', {
    message: `there is no template '${name}'`,
    hint: `use one of ${TEMPLATE_NAMES.join(', ')}`,
  });

  async function asked(named: string): Promise<FoundApp> {
    const command = await questions.ask('How is the app started (it is to listen on $PORT)', '');
    if (command === '')
      throw new UnderstudyError('UsageInvalid', {
        message: `nobody knows how the app in ${named} is started`,
        hint: `write its Procfile: 'web: COMMAND'`,
      });
    return { ...describeApp(named, read(named)), command };
  }
}

/** What the configuration says besides; asked for where it is not given. */
export async function decideConfig(
  flags: InitFlags,
  app: AppAnswer,
  questions: Questions,
): Promise<ConfigAnswers> {
  const given = (value: string | undefined, question: string, proposed: string): Promise<string> =>
    value === undefined ? questions.ask(question, proposed) : Promise.resolve(value);
  const domain = await given(flags.domain, 'Domain', DOMAIN);
  const primary = await given(flags.primary, 'Region that serves', PRIMARY);
  const other = primary === STANDBY ? PRIMARY : STANDBY;
  const standby = await given(flags.standby, 'Region that takes over', other);
  const healthPath =
    app.kind === 'template'
      ? '/healthz'
      : await questions.ask('Path that answers 200 while the app can serve', '/');
  return {
    domain,
    primary,
    standby,
    app: app.kind === 'template' ? app.folder : app.app.folder,
    healthPath,
  };
}

/** A template's, or what the found app lacks. */
export function filesOf(app: AppAnswer): PlannedApp {
  return app.kind === 'template'
    ? { template: TEMPLATES[app.name] }
    : { command: app.app.hasProcfile ? undefined : app.app.command, ignored: app.app.ignored };
}
