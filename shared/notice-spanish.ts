// The notice in Spanish.
import type { NoticeLanguage } from './notice-language.ts';

export const SPANISH: NoticeLanguage = {
  code: 'es',
  name: 'Español',
  title: (hasVoice) =>
    hasVoice ? 'Una cámara y un micrófono analizan el ambiente de esta sala' : 'Una cámara analiza esta sala',
  headings: {
    sensed: 'Qué se analiza',
    why: 'Para qué',
    kept: 'Qué se guarda',
    published: 'Qué se publica',
    rights: 'Sus derechos',
    contact: 'Quién es responsable',
  },
  camera:
    'Un aparato con cámara cuenta cuántas caras están a la vista, durante cuánto tiempo y si están vueltas hacia él.',
  emotions: 'Estima qué emoción muestra cada cara. Estas estimaciones pueden ser erróneas.',
  noEmotions: 'No estima emociones.',
  voice: 'Un micrófono escucha cómo suenan las voces. Estima emociones; no entiende ni transcribe las palabras.',
  noVoice: 'No se graba ni se analiza ningún sonido.',
  gender: 'Estima si cada cara parece femenina o masculina. Estas estimaciones pueden ser erróneas.',
  feedback: 'Se cuentan los toques en la pantalla.',
  always: 'La sala se analiza a todas horas.',
  hours: (from, to, timeZone) => `La sala se analiza cada día de ${from} a ${to} (${timeZone}).`,
  purposes: {
    public: 'Para saber cuántas personas usan este lugar público y cómo se sienten en él.',
    retail: 'Para saber cómo se sienten los visitantes en esta tienda.',
    event: 'Para saber cómo se sienten los asistentes a este acto.',
    'care-or-safety': 'Para el cuidado o la seguridad en este lugar.',
    'research-with-consent': 'Para una investigación con personas que han aceptado participar.',
    workplace: 'Para saber cómo se usa este lugar de trabajo.',
    education: 'Para saber cómo se usa este centro educativo.',
  },
  legalBasis: (text) => `Base jurídica: ${text}`,
  nothingKept: 'No se guarda ninguna imagen ni sonido. Desaparecen del aparato en segundos y nunca salen de él.',
  noIdentity: 'No se reconoce a nadie, ni se sigue a nadie a otra sala o a otro día.',
  published: (minutes) => `Cada ${minutes} minutos se publican recuentos de toda la sala.`,
  crowd: (k) => `De un grupo de menos de ${k} personas no se dice nada.`,
  noise:
    'Los recuentos se difuminan con ruido aleatorio, de modo que nadie puede saber por ellos si usted estuvo aquí.',
  rights:
    'Puede preguntar qué se hace con los datos, oponerse y presentar una reclamación ante la autoridad de protección de datos.',
};
