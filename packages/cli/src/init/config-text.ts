/** What a new configuration says. */
export interface ConfigAnswers {
  domain: string;
  primary: string;
  standby: string;
  /** Relative to the configuration. */
  app: string;
  healthPath: string;
}

/** A new `understudy.config.ts`: what was answered, and a word on what else there is. */
export function configText({ domain, primary, standby, app, healthPath }: ConfigAnswers): string {
  return `import { defineSite } from 'understudy-aws';

export default defineSite(
  {
    // Registered, when the site is deployed to AWS. Here any domain will do.
    domain: ${literal(domain)},

    // The region that serves while all is well, and the one that takes over.
    primary: ${literal(primary)},
    standby: ${literal(standby)},

    web: {
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
  },
  import.meta.url,
);
`;
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
