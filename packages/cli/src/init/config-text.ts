/** What a new configuration says. */
export interface ConfigAnswers {
  domain: string;
  primary: string;
  standby: string;
  /** Where what the site serves is, relative to the configuration. */
  serves: { kind: 'app'; app: string; healthPath: string } | { kind: 'static'; assets: string };
}

/** A new `understudy.config.ts`: what was answered, and a word on what else there is. */
export function configText({ domain, primary, standby, serves }: ConfigAnswers): string {
  return `import { defineSite } from 'understudy-aws';

export default defineSite(
  {
    // Registered, when the site is deployed to AWS. Here any domain will do.
    domain: ${literal(domain)},

    // The region that serves while all is well, and the one that takes over.
    primary: ${literal(primary)},
    standby: ${literal(standby)},

${serves.kind === 'app' ? appText(serves) : staticText(serves)}  },
  import.meta.url,
);
`;
}

function appText({ app, healthPath }: { app: string; healthPath: string }): string {
  return `    web: {
      // The folder with the app and its Procfile, which says how it is started.
      app: ${literal(app)},
      // Answers 200 while an instance can serve.
      healthPath: ${literal(healthPath)},
      // Instances a region.
      capacity: { min: 2, max: 4 },
      // Further variables of the app; not for secrets.
      // environment: { MODE: 'production' },
    },

    // Static files, which CloudFront serves.
    // assets: './assets',
`;
}

function staticText({ assets }: { assets: string }): string {
  return `    // The folder of the site's files, index.html and 404.html among them.
    assets: ${literal(assets)},
`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
