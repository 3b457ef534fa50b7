import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { fetchAsVisitor } from '../../probe/fetch.ts';
import { failing, outputOf, working, type Check } from '../check.ts';

/** Step 3: issued, and what a visitor is shown verifies against the CA. */
export const certificateCheck: Check = {
  step: 3,
  name: 'Certificate',
  async run(context) {
    const { site, info } = context.session;
    const arn = outputOf(context, stackNames(site).edge, 'CertificateArn');
    const { Certificate: certificate } = await context.clients
      .get(ACMClient, GLOBAL_REGION)
      .send(new DescribeCertificateCommand({ CertificateArn: arn }));
    const status = certificate?.Status ?? 'absent';
    if (status !== 'ISSUED') return failing(`${arn} is ${status}`);
    // The handshake below fails when the chain or the name does not verify.
    const { certificate: shown } = await fetchAsVisitor(info, `https://${site.domain}/`);
    return working(
      `ISSUED in ${GLOBAL_REGION}; visitors verify ${shown?.replaceAll('DNS:', '') ?? site.domain}`,
    );
  },
};
