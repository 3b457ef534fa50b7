import type { WorksExcept } from '../../kernel/support.ts';

const NO_MAIL = { inert: 'on AWS, mail is sent; here it is only listed' };
const ABSENT = { refused: 'the local engine has no service that it could lead to' };

/** What becomes of the messages of a subscription, by its protocol. */
export const PROTOCOLS: WorksExcept = {
  except: {
    email: NO_MAIL,
    'email-json': NO_MAIL,
    sms: { inert: 'on AWS, text messages are sent; here they are only listed' },
    sqs: ABSENT,
    lambda: ABSENT,
    application: ABSENT,
    firehose: ABSENT,
  },
};
