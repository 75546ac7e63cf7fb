/**
 * What tags and names say about data. Version 1. Every entry is a claim by whoever wrote the tag or
 * chose the name; the confidence is how far it is taken (0 to 1).
 */

/** Keys whose value grades the data, lower case, letters and digits only. */
export const gradingKeys: ReadonlySet<string> = new Set([
  'classification',
  'confidentiality',
  'dataclass',
  'dataclassification',
  'dataconfidentiality',
  'datasensitivity',
  'informationclassification',
  'securityclassification',
  'sensitivity',
]);

/** Keys that list what the data is. */
export const contentKeys: ReadonlySet<string> = new Set([
  'compliance',
  'complianceframework',
  'contains',
  'datacategory',
  'datatype',
  'regulation',
]);

/** Keys that by themselves say what the data is, where their value affirms. */
export const flagKeys: Readonly<Record<string, string>> = {
  cardholderdata: 'pci',
  confidential: 'confidential',
  containsphi: 'phi',
  containspii: 'pii',
  gdpr: 'pii',
  haspii: 'pii',
  hipaa: 'phi',
  pci: 'pci',
  pcidss: 'pci',
  personaldata: 'pii',
  phi: 'phi',
  pii: 'pii',
  sensitive: 'sensitive',
  sensitivedata: 'sensitive',
};

export const crownJewelKeys: ReadonlySet<string> = new Set(['crownjewel', 'crownjewels']);

/** Words in the value of a grading or content key, by the type of data that they mean. */
export const valueTypes: Readonly<Record<string, string>> = {
  cardholder: 'pci',
  confidential: 'confidential',
  credentials: 'credentials',
  critical: 'confidential',
  customer: 'pii',
  financial: 'financial',
  gdpr: 'pii',
  health: 'phi',
  high: 'confidential',
  hipaa: 'phi',
  pci: 'pci',
  personal: 'pii',
  phi: 'phi',
  pii: 'pii',
  private: 'confidential',
  regulated: 'regulated',
  restricted: 'restricted',
  secret: 'restricted',
  sensitive: 'sensitive',
  sox: 'financial',
};

/** Words that take back what another word of the same value says, as in "not sensitive". */
export const denials: ReadonlySet<string> = new Set(['no', 'non', 'not', 'none', 'un']);

export const affirmations: ReadonlySet<string> = new Set(['true', 'yes', 'y', '1', 'on']);

export const tagConfidence = 0.95;

/** Words of a store's name. */
export const nameWords: readonly {
  type: string;
  confidence: number;
  words: ReadonlySet<string>;
}[] = [
  { type: 'pii', confidence: 0.7, words: new Set(['pii', 'ssn', 'gdpr', 'kyc']) },
  { type: 'phi', confidence: 0.7, words: new Set(['phi', 'hipaa', 'patient', 'patients']) },
  { type: 'pci', confidence: 0.7, words: new Set(['pci', 'cardholder']) },
  {
    type: 'sensitive',
    confidence: 0.6,
    words: new Set(['sensitive', 'confidential', 'restricted', 'classified']),
  },
  {
    type: 'credentials',
    confidence: 0.6,
    words: new Set(['credentials', 'passwords', 'secrets']),
  },
  {
    type: 'pii',
    confidence: 0.4,
    words: new Set(['customer', 'customers', 'crm', 'employee', 'employees', 'hr', 'payroll']),
  },
  {
    type: 'financial',
    confidence: 0.4,
    words: new Set(['finance', 'billing', 'invoices', 'payments', 'salaries', 'tax']),
  },
];

/** A type that is held with less confidence than this does not make data sensitive. */
export const threshold = 0.6;

/** Data that was copied from part of a store may not be the part that is sensitive. */
export const copied = 0.8;
