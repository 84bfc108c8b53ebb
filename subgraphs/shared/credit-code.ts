// GB 32100-2015: digits and capitals without I, O, S, V and Z; a character's value is its place here.
const CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const FORM = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** The check character of the first 17 characters of a unified social credit code: weights are the powers of 3. */
export function creditCodeCheck(seventeen: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of seventeen) {
    sum += weight * CHARACTERS.indexOf(character);
    weight = (weight * 3) % 31;
  }
  return CHARACTERS.charAt((31 - (sum % 31)) % 31);
}

/** True for a unified social credit code whose check character is right. */
export function isCreditCode(text: string): boolean {
  return FORM.test(text) && creditCodeCheck(text.slice(0, 17)) === text[17];
}
