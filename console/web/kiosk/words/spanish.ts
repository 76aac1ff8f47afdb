// The kiosk in Spanish.
import type { KioskWords } from './words.ts';

export const SPANISH: KioskWords = {
  question: '¿Cómo se siente?',
  questionHint: 'Toque una cara. Se cuenta sin nombres, solo por grupos y difuminado con ruido.',
  moods: {
    neutral: 'neutro',
    happy: 'alegría',
    sad: 'tristeza',
    angry: 'enfado',
    fear: 'miedo',
    disgust: 'asco',
    surprise: 'sorpresa',
    unsure: 'sin certeza',
  },
  more: '¿Quiere decir algo más?',
  moreHint:
    'Una línea, si lo desea. Se queda en este aparato, para quien se ocupa de esta sala. No escriba nombres, por favor.',
  send: 'Enviar',
  back: 'Atrás',
  thanks: 'Gracias.',
  tooSoon:
    'Este toque no se ha contado: acaba de contarse otro, o ahora no se capta nada. Inténtelo de nuevo en un momento.',
  failed: 'No ha llegado. Inténtelo de nuevo.',
  offline: 'El aparato no responde en este momento.',
  sensed: 'Qué se capta aquí',
  streams: {
    mood: 'Ánimo de las caras',
    voice: 'Ánimo de las voces',
    presence: 'Personas',
    gender: 'Género',
    feedback: 'Toques',
  },
  on: 'activado',
  off: 'desactivado',
  notice: 'El aviso completo',
  code: 'El aviso en su teléfono',
  hours: 'Cómo se ha sentido esta sala',
  hoursHint: 'Por horas. Solo se informa de grupos y se añade ruido: una hora suelta puede ser inexacta.',
  noHours: 'Todavía no se puede decir nada: solo se informa de grupos.',
  fewPeople: 'muy pocas personas, o nada captado',
};
