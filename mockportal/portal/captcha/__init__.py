"""A CAPTCHA as a picture and as a sound; which digits, and whose, is in domain/captcha.py."""

from mockportal.portal.captcha.picture import image
from mockportal.portal.captcha.speech import sound

__all__ = ["image", "sound"]
