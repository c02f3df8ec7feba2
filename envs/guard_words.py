"""Words on buttons and links that tell of an act that costs something, in several languages."""

from __future__ import annotations

import re
from typing import Literal

Act = Literal["pay", "delete", "send"]

# Written together with spaces between; what one language writes without spaces stands in `_SIGNS`.
_WORDS: dict[Act, str] = {
    "pay": """
        pay|pays|payment|buy|purchase|order now|place (?:your |the |an )?order|submit (?:your |the )?order|check ?out
        |confirm (?:your |the )?order|subscribe|donate|transfer|withdraw|deposit|place (?:your |a )?bid|book now|invest
        |bezahlen|zahlen|zahlung|kaufen|bestellen|zahlungspflichtig|kasse|überweisen|abonnieren|spenden|abheben|buchen
        |payer|acheter|commander|passer (?:la |ma )?commande|virement|s'abonner|faire un don|régler|réserver
        |pagar|pague|comprar|realizar (?:el )?pedido|hacer (?:el )?pedido|transferir|suscribirse|donar|reservar
        |paga|acquista|ordina|compra|bonifico|abbonati|finalizar compra|assinar|doar|betalen|kopen|bestel|overmaken
        |оплатить|купить|заказать|перевести|заплатить|zapłać|kup|satın al|öde
    """,
    "delete": """
        delete|deletes|remove|removes|erase|discard|trash|recycle bin|bin|destroy|wipe|clear all
        |empty (?:the )?(?:cart|trash)|close (?:my |your |the )?account|deactivate
        |cancel (?:my |your |the )?(?:order|subscription|plan|booking|account)
        |revoke|unsubscribe|format|uninstall|purge|drop table|factory reset
        |löschen|entfernen|verwerfen|papierkorb|stornieren|kündigen|deaktivieren|deinstallieren
        |supprimer|effacer|corbeille|résilier|annuler (?:la |ma )?(?:commande|réservation)|désactiver|désinstaller
        |eliminar|borrar|papelera|dar de baja|cancelar (?:el |mi |la )?(?:pedido|suscripción|reserva)|desactivar
        |elimina|cancella|cestino|rimuovi|excluir|apagar|lixeira|verwijderen|verwijder|wissen|prullenbak
        |удалить|стереть|очистить|usuń|sil
    """,
    "send": """
        send|sends|post|publish|share|reply|reply all|forward|tweet|retweet|submit (?:review|comment|post)|comment
        |invite|broadcast|sign and send|dial
        |senden|sende|absenden|abschicken|verschicken|versenden|veröffentlichen|posten|teilen|antworten|weiterleiten
        |kommentieren|einladen|anrufen
        |envoyer|publier|partager|répondre|transférer|commenter|inviter|appeler
        |enviar|publicar|compartir|responder|reenviar|comentar|invitar|llamar
        |invia|pubblica|condividi|rispondi|inoltra|compartilhar|encaminhar|verzenden|versturen|verstuur|plaatsen|delen
        |отправить|опубликовать|поделиться|ответить|переслать|wyślij|gönder|paylaş
    """,
}
_SIGNS: dict[Act, str] = {
    "pay": "支付|付款|购买|購買|下单|下單|结算|結算|结账|結帳|提交订单|提交訂單|转账|轉帳|充值|捐款"
    "|购入|購入|支払|注文|振込|결제|구매|주문|송금",
    "delete": "删除|刪除|移除|清空|清除|注销|註銷|回收站|垃圾桶|废纸篓|取消订单|退订"
    "|削除|消去|ゴミ箱|解約|退会|삭제|제거|휴지통",
    "send": "发送|發送|发布|發佈|發布|发表|發表|分享|回复|回覆|转发|轉發|评论|評論|邀请"
    "|送信|投稿|公開|共有|返信|転送|보내기|전송|게시|공유|답장",
}


def _compiled(act: Act) -> re.Pattern[str]:
    words = re.sub(r"\s*\n\s*", "", _WORDS[act].strip())
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)|{_SIGNS[act]}")


_ACTS: tuple[tuple[Act, re.Pattern[str]], ...] = tuple((act, _compiled(act)) for act in ("pay", "delete", "send"))


def act_in(text: str) -> Act | None:
    """What a text on a button says that it does; of several acts the one that costs most.

    Examples:
        >>> [act_in(text) for text in ("Jetzt bezahlen", "Delete", "发送", "Cancel", "Repayment")]
        ['pay', 'delete', 'send', None, None]
    """
    plain = " ".join(text.casefold().replace("\u2019", "'").split())
    return next((act for act, pattern in _ACTS if pattern.search(plain)), None)
