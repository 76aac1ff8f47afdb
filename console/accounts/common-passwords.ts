// Common passwords. What is shorter than twelve signs is refused for its length, so what counts here is what people
// make of a common word to get to twelve: the word twice, the word and digits, rows of keys.

const WORDS = (
  'password passw0rd passwort contrasena motdepasse qwerty qwertz azerty qwertyuiop asdfghjkl zxcvbnm iloveyou welcome ' +
  'letmein monkey dragon football baseball basketball superman batman princess sunshine shadow master michael jennifer ' +
  'jordan hunter trustno1 starwars whatever computer internet freedom charlie liverpool arsenal chelsea summer winter ' +
  'spring autumn flower cookie cheese pepper ginger banana orange secret access admin administrator root default guest ' +
  'changeme changeit raspberry raspberrypi jetson nvidia camera homeassistant ubuntu debian server test testing ' +
  'abcdefghijkl abcdefgh abcdef abc changethis password1 passw0rd1 correcthorsebatterystaple'
).split(' ');

const KEY_ROWS = ['qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'];
const RUNS = ['0123456789012345678901234567890123456789', '9876543210987654321098765432109876543210'];
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
const SEQUENCES = [...KEY_ROWS, ...RUNS, ALPHABET, '1q2w3e4r5t6y7u8i9o0p', 'qazwsxedcrfvtgbyhnujmikolp'];

/** Signs that people exchange for letters. */
const EXCHANGED: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** Whether a dictionary attack would try `password` within its first minutes. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  const core = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  const plain = [...lower].map((sign) => EXCHANGED[sign] ?? sign).join('');
  const forms = [lower, core, plain, plain.replace(/^[^a-z]+|[^a-z]+$/g, ''), plain.replace(/[^a-z]/g, '')];
  return forms.some(isRepeatedWord) || isSequence(lower) || isSequence(core);
}

/** One word of the list, alone or over and over. */
function isRepeatedWord(text: string): boolean {
  return WORDS.some(
    (word) => text.length > 0 && text.length % word.length === 0 && text === word.repeat(text.length / word.length),
  );
}

function isSequence(text: string): boolean {
  return text.length >= 6 && SEQUENCES.some((sequence) => sequence.includes(text) || reversed(sequence).includes(text));
}

const reversed = (text: string) => [...text].reverse().join('');
