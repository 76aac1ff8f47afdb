"""What voices and rooms do to an utterance, on log mel power in batches: `warp` the voice, then `room`, then `hide`."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from .features import SILENCE
from .spectrum import hz_to_mel, mel_to_hz


def uniform(count: int, low: float, high: float) -> Tensor:
    return low + (high - low) * torch.rand(count)


def chance(count: int, share: float) -> Tensor:
    return torch.rand(count) < share


def warp(maps: list[Tensor], frames: int, spectrum: dict, settings: dict) -> Tensor:
    """Log power maps [bands, any frames], at half the hop → [N, bands, frames] at the hop.

    Another size of throat and mouth moves frequencies by a factor (vocal tract length perturbation, Jaitly and Hinton
    2013), another pace stretches time; a long utterance is cut, a short one stands somewhere in silence.
    """
    count, bands = len(maps), maps[0].shape[0]
    longest = max(map.shape[1] for map in maps)
    padded = torch.stack([F.pad(map.float(), (1, longest - map.shape[1] + 1), value=SILENCE) for map in maps])
    lengths = torch.tensor([map.shape[1] for map in maps], dtype=torch.float32)
    voice = torch.exp(uniform(count, -1, 1) * math.log(1 + settings["voice"]))
    pace = 2 * torch.exp(uniform(count, -1, 1) * math.log(1 + settings["pace"]))
    spare = lengths - frames * pace
    begin = torch.where(spare > 0, spare * torch.rand(count), spare * uniform(count, 0.2, 0.8))
    time = begin[:, None] + torch.arange(frames) * pace[:, None] + 1
    edges = hz_to_mel(spectrum["low_hz"]), hz_to_mel(spectrum["high_hz"])
    hertz = torch.from_numpy(mel_to_hz(torch.linspace(*edges, bands + 2)[1:-1].numpy())).float()
    band = (_mel(hertz * voice[:, None]) - edges[0]) / (edges[1] - edges[0]) * (bands + 1) - 1
    grid = torch.stack(torch.broadcast_tensors(
        (time[:, None] + 0.5) / (longest + 2) * 2 - 1, (band[:, :, None] + 0.5) / bands * 2 - 1), 3)
    return F.grid_sample(padded[:, None], grid, padding_mode="border", align_corners=False)[:, 0]


def _mel(hertz: Tensor) -> Tensor:
    return 2595 * torch.log10(1 + hertz / 700)


def room(maps: Tensor, settings: dict) -> Tensor:
    """Log power [N, bands, frames]: another voice, reverberation, colour of room and microphone, noise, a narrow line."""
    maps = maps.clone()
    for change in (restyle, emphasise, reverberate, colour, babble, noise, narrow):
        chosen = torch.nonzero(chance(len(maps), settings[change.__name__]))[:, 0]
        if len(chosen) > 1:
            maps[chosen] = change(maps[chosen])
    return maps


def restyle(maps: Tensor) -> Tensor:
    """Moves each band's mean over what is voiced towards that of another voice, microphone and room of the batch: which
    speaker it is must not tell how he feels (statistics mixed as in MixStyle, Zhou et al. 2021, at the input)."""
    power = torch.exp(maps)
    energy = power.mean(1, keepdim=True)
    weight = energy / (energy + 0.01 * torch.exp(_level(maps)))
    mean = (maps * weight).sum(2, keepdim=True) / weight.sum(2, keepdim=True)
    return maps + torch.rand(len(maps), 1, 1) * (mean[torch.randperm(len(maps))] - mean)


def emphasise(maps: Tensor) -> Tensor:
    """Widens or narrows the contrast between loud and soft by up to a fifth: some speak evenly, some do not."""
    top, factor = _level(maps), torch.exp(uniform(len(maps), -0.2, 0.2))
    return top + (maps - top) * factor[:, None, None]


def reverberate(maps: Tensor, frame_s: float = 0.016) -> Tensor:
    """Power decays by 60 dB in 0.15–0.9 s, high bands faster; the direct sound stays on top."""
    count, bands, frames = maps.shape
    decay = uniform(count, 0.15, 0.9)[:, None] * torch.linspace(1.15, 0.7, bands)
    taps = torch.arange(1, 48)
    tail = torch.exp(-13.8 * taps * frame_s / decay[:, :, None])
    tail = tail / tail.sum(2, keepdim=True) * torch.exp(uniform(count, -2.0, 1.0))[:, None, None]
    kernel = torch.cat([torch.ones(count, bands, 1), tail], 2).flip(2).reshape(count * bands, 1, -1)
    power = F.pad(torch.exp(maps).reshape(1, count * bands, frames), (len(taps), 0))
    return torch.log(F.conv1d(power, kernel, groups=count * bands).reshape(maps.shape) + 1e-12)


def colour(maps: Tensor) -> Tensor:
    """A smooth curve over the bands, about ±6 dB: distance, direction, microphone."""
    points = torch.randn(len(maps), 1, 6) * 0.7
    return maps + F.interpolate(points, size=maps.shape[1], mode="linear", align_corners=True).transpose(1, 2)


def noise(maps: Tensor) -> Tensor:
    """Steady noise of a random colour, 0–30 dB under the voice."""
    count, bands, frames = maps.shape
    slope = uniform(count, -5, 1)[:, None] * torch.linspace(0, 1, bands) + 0.5 * torch.randn(count, bands).cumsum(1) * bands**-0.5
    # Power of noise in a band: exponentially distributed, the wider the band the steadier.
    grains = torch.log(torch.empty(2, count, bands, frames).exponential_().mean(0) + 1e-3)
    return _under(maps, slope[:, :, None] + grains, uniform(count, 0, 30))


def babble(maps: Tensor) -> Tensor:
    """Other voices of the batch at once, 3–25 dB under the voice."""
    shifts = torch.randint(1, len(maps), (4,))
    power = torch.stack([torch.exp(maps.roll(int(shift), 0).roll(37 * place, 2)) for place, shift in enumerate(shifts)])
    return _under(maps, torch.log(power.mean(0) + 1e-12), uniform(len(maps), 3, 25))


def _under(maps: Tensor, other: Tensor, below_db: Tensor) -> Tensor:
    gain = _level(maps) - _level(other) - below_db[:, None, None] * math.log(10) / 10
    return torch.logaddexp(maps, other + gain)


def _level(maps: Tensor) -> Tensor:
    """Logarithm of the level that loud frames have, [N, 1, 1]; the same measure as in the network."""
    energy = torch.exp(maps).mean(1, keepdim=True) + 1e-12
    return torch.log((energy * energy).mean(2, keepdim=True) / energy.mean(2, keepdim=True))


def narrow(maps: Tensor) -> Tensor:
    """Nothing above 3–7 kHz, as of a telephone or a cheap microphone."""
    top = (uniform(len(maps), 0.62, 0.97) * maps.shape[1])[:, None, None]
    above = torch.arange(maps.shape[1])[:, None] - top
    return maps - F.relu(above) * 2.0


def hide(power: Tensor, settings: dict) -> Tensor:
    """SpecAugment (Park et al. 2019): two bands and two stretches of time fall silent for each utterance."""
    count, bands, frames = power.shape
    for _ in range(2):
        power = power * _outside(count, bands, settings["hide_bands"])[:, :, None]
        power = power * _outside(count, frames, settings["hide_frames"])[:, None]
    return power


def _outside(count: int, length: int, widest: int) -> Tensor:
    """1 outside a random stretch up to `widest` long, 0 inside, [N, length]."""
    width = uniform(count, 0, widest)[:, None]
    begin = torch.rand(count, 1) * (length - width)
    place = torch.arange(length)
    return 1 - ((place >= begin) & (place < begin + width)).float()
