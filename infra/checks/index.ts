import { ACCESS_CHECKS } from './access';
import { API_CHECKS } from './api';
import { DATA_CHECKS } from './data';
import { FUNCTION_CHECKS } from './functions';
import { IAM_CHECKS } from './iam';
import { MESSAGING_CHECKS } from './messaging';
import { OBSERVABILITY_CHECKS } from './observability';
import { PEOPLE_CHECKS } from './people';

/** Everything that a stage's templates must keep, by name. */
export const CHECKS = {
  ...DATA_CHECKS,
  ...MESSAGING_CHECKS,
  ...FUNCTION_CHECKS,
  ...API_CHECKS,
  ...IAM_CHECKS,
  ...ACCESS_CHECKS,
  ...OBSERVABILITY_CHECKS,
  ...PEOPLE_CHECKS,
};

export type CheckName = keyof typeof CHECKS;
