import type { Rule } from '../../rule.ts';
import { serviceMissing } from './service-missing.ts';
import { serviceNameMissing } from './service-name-missing.ts';
import { serviceNotHeadless } from './service-not-headless.ts';

/** Services, DNS names, selectors across objects, where pods are spread. */
export const networkRules: readonly Rule[] = [serviceMissing, serviceNameMissing, serviceNotHeadless];
