"""Made-up photographs and drawings, as PNG in data addresses. Pure."""

import base64
import colorsys
import io
import random

from PIL import Image, ImageDraw, ImageFilter


def picture_address(random_: random.Random, ratio: float) -> str:
    """`ratio`: height to width. Sky, ground and things in between, softened, so that it looks and weighs like a photograph."""
    width = 300
    height = max(24, round(width * ratio))
    hue = random_.random()
    image = Image.new("RGB", (width, height), _colour(hue, 0.25, 0.9))
    draw = ImageDraw.Draw(image)
    horizon = int(height * random_.uniform(0.4, 0.7))
    draw.rectangle((0, horizon, width, height), fill=_colour(hue + 0.35, 0.4, 0.45))
    for _ in range(random_.randint(5, 16)):
        x, y = random_.randint(-30, width), random_.randint(horizon // 3, height)
        size = random_.randint(14, 110)
        box = (x, y, x + size, y + int(size * random_.uniform(0.4, 1.6)))
        shape = random_.choice([draw.rectangle, draw.ellipse])
        shape(box, fill=_colour(hue + random_.uniform(-0.2, 0.5), random_.uniform(0.2, 0.7), random_.uniform(0.2, 0.9)))
    target = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.2)).save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode("ascii")


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return int(red * 255), int(green * 255), int(blue * 255)
