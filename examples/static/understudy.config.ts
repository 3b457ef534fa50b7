import { defineSite } from 'understudy-aws';

export default defineSite(
  {
    // Registered, when the site is deployed to AWS. Here any domain will do.
    domain: 'example.com',

    // The region that serves while all is well, and the one that takes over.
    primary: 'us-east-1',
    standby: 'us-west-2',

    // The folder of the site's files, index.html and 404.html among them.
    assets: './public',
  },
  import.meta.url,
);
