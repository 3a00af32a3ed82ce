"""Roof: finished results written for people and spreadsheets."""
