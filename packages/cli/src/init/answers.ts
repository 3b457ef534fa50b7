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
  | { kind: 'template'; name: TemplateName; folder: string }
  | { kind: 'found'; app: FoundApp }
  /** Files that are there, and are served as they are. */
  | { kind: 'static'; folder: string };

const DOMAIN = 'example.com';
/** Far from each other, and where most services are first. */
const PRIMARY = 'us-east-1';
const STANDBY = 'us-west-2';
const TEMPLATE_FOLDERS = { app: './web', static: './public' } as const;
/** Where files are looked for that are the whole site: what generators of sites write into. */
const STATIC_FOLDERS = ['./public', './dist', './build', './_site', './site'];

/** Which app the site is of: one that is there, or a template. @throws UsageInvalid */
export async function decideApp(
  flags: InitFlags,
  questions: Questions,
  read: (folder: string) => ExistingApp,
): Promise<AppAnswer> {
  if (flags.template !== undefined) return templateOf(flags.template, flags.app);
  const folders = flags.app === undefined ? APP_FOLDERS : [flags.app];
  const found = findApp(folders, read);
  if (found !== undefined) return { kind: 'found', app: found };
  const files = (flags.app === undefined ? STATIC_FOLDERS : [flags.app]).find((folder) =>
    read(folder).has('index.html'),
  );
  if (files !== undefined) return { kind: 'static', folder: files };
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
  if (chosen !== undefined) return templateOf(chosen, undefined);
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

function templateOf(name: TemplateName, folder: string | undefined): AppAnswer {
  return { kind: 'template', name, folder: folder ?? TEMPLATE_FOLDERS[TEMPLATES[name].kind] };
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
  return { domain, primary, standby, serves: await serving(app, questions) };
}

async function serving(app: AppAnswer, questions: Questions): Promise<ConfigAnswers['serves']> {
  switch (app.kind) {
    case 'static':
      return { kind: 'static', assets: app.folder };
    case 'template':
      return TEMPLATES[app.name].kind === 'static'
        ? { kind: 'static', assets: app.folder }
        : { kind: 'app', app: app.folder, healthPath: '/healthz' };
    case 'found': {
      const asked = await questions.ask('Path that answers 200 while the app can serve', '/');
      return { kind: 'app', app: app.app.folder, healthPath: asked };
    }
  }
}

/** What `planFiles` writes besides the configuration. */
export function filesOf(app: AppAnswer): PlannedApp {
  switch (app.kind) {
    case 'static':
      return { command: undefined, ignored: [] };
    case 'template':
      return { template: TEMPLATES[app.name] };
    case 'found':
      return {
        command: app.app.hasProcfile ? undefined : app.app.command,
        ignored: app.app.ignored,
      };
  }
}
