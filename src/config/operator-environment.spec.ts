import { operatorEnvironment, privacyKeyName } from './operator-environment';

describe('what an operator commands', () => {
  it('in a deployed stage hashes under its own key, whatever a laptop has', () => {
    const environment = { STAGE: 'prod', PRIVACY_KEY: 'left in .env by somebody' };
    expect(operatorEnvironment(environment)).toEqual({ ...environment, PRIVACY_KEY_ARN: 'dinex-prod-privacy' });
  });

  it.each(['dinex-prod-privacy', 'arn:aws:secretsmanager:us-east-1:111122223333:secret:dinex-prod-privacy-AbCdEf'])(
    'in a deployed stage may name its key itself: %s',
    (PRIVACY_KEY_ARN) => {
      expect(operatorEnvironment({ STAGE: 'prod', PRIVACY_KEY_ARN })).toEqual({ STAGE: 'prod', PRIVACY_KEY_ARN });
    },
  );

  it('is refused with the key of another stage, left in the shell', () => {
    const PRIVACY_KEY_ARN = privacyKeyName('staging');
    expect(() => operatorEnvironment({ STAGE: 'prod', PRIVACY_KEY_ARN })).toThrow(
      'PRIVACY_KEY_ARN names dinex-staging-privacy, but STAGE is prod: unset it, its own is found by name.',
    );
  });

  it('on stand-ins needs none', () => {
    const environment = { AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9' };
    expect(operatorEnvironment(environment)).toBe(environment);
  });

  it('needs a stage or a platform that runs', () => {
    expect(() => operatorEnvironment({ DINEX_DATA_DIR: '/nowhere' })).toThrow(/npm start/);
  });
});
