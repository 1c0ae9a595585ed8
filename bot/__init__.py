"""吾爱邻 (Wuailin): a neighbourhood bot that hears what residents say and sees it through."""
