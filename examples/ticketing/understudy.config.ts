import { defineSite } from 'understudy-aws';

export default defineSite(
  {
    domain: 'ticketing.pw',
    primary: 'ap-northeast-2', // Seoul
    standby: 'us-east-1', // Virginia
    web: {
      app: './web',
      healthPath: '/healthz',
      capacity: { min: 2, max: 4 },
      ssh: true, // from the VPC alone, as the tutorial has it
      origin: 'http', // likewise; 'https' is what you want
    },
    assets: './assets',
    data: { bucket: true }, // the reservations
    client: './visitor.ts', // what visitors do in drills
    failover: 'viewer',
    protect: 'none', // an example: nothing of it is to be kept
    tags: { project: 'ticketing' },
  },
  import.meta.url,
);
