import { clientDefaults } from '../aws/aws-client';

/** Returns the settings of the platform's own clients, whose long polls need more than the second that a request's calls get. */
export const platformClient = (region: string, endpoint: string | undefined) => ({
  ...clientDefaults(region, endpoint),
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 30_000 },
});
