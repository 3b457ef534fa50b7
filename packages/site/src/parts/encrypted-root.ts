import type * as imagebuilder from 'aws-cdk-lib/aws-imagebuilder';

/**
 * The root volume of Amazon Linux 2023, encrypted with the account's own key for EBS. It is the
 * recipe that asks for it, not the launch template: so the volume that the image is built on and
 * the AMI's snapshot are encrypted too, and whatever is made of that. An instance of an encrypted
 * AMI cannot have a volume that is not.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html
 */
export const ENCRYPTED_ROOT: imagebuilder.CfnImageRecipe.InstanceBlockDeviceMappingProperty = {
  deviceName: '/dev/xvda',
  ebs: { encrypted: true, volumeType: 'gp3', deleteOnTermination: true },
};
