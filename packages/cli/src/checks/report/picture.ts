import { fetchAsVisitor } from '../../probe/fetch.ts';
import { degraded, failing, working, type Check } from '../check.ts';
import { lossOf } from './regions.ts';
import { wayOf, whoServed } from './served-by.ts';

/** What a server says of itself; anything below is an answer of the app's own. */
const SERVER_ERROR = 500;

/**
 * Step 0: a visitor's page, from the name to the instances. Any app has a `/`, if only to say 404.
 */
export const pictureCheck: Check = {
  step: 0,
  name: 'Picture',
  async run(context) {
    const { info, site } = context.session;
    const url = `https://${site.domain}/`;
    const loss = lossOf(context, site.primary);
    const primary = loss === undefined ? '' : `${site.primary}: ${loss}; `;
    const page = await fetchAsVisitor(info, url);
    const served = await whoServed(context, page);
    const way = served === undefined ? page.address : wayOf(served);
    const evidence = `${primary}${url} → ${way} → ${page.status}`;
    if (page.status >= SERVER_ERROR) return failing(evidence);
    if (served === undefined) return degraded(`${evidence}, from nothing of the site's`);
    return served.region === site.primary && loss === undefined
      ? { ...working(evidence), servedBy: served }
      : { ...degraded(evidence), servedBy: served };
  },
};
