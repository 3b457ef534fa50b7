import { defineSite } from 'understudy-aws';

export default defineSite(
  {
    // Registered, when the site is deployed to AWS. Here any domain will do.
    domain: 'example.com',

    // The region that serves while all is well, and the one that takes over.
    primary: 'us-east-1',
    standby: 'us-west-2',

    web: {
      // The folder with the app and its Procfile, which says how it is started.
      app: './web',
      // Answers 200 while an instance can serve.
      healthPath: '/healthz',
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
